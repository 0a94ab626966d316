"use strict";
(function () {
  // Without accents and case, ё as е, dashes and apostrophes as spaces: as the atlas itself searches.
  function plain(text) {
    return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[’'\-–]/g, " ");
  }
  var find = document.getElementById("find"), box = document.getElementById("words");
  var told = find.querySelector("output");
  var rows = Array.from(document.querySelectorAll("#rows > tbody > tr"), function (row) {
    return { row: row, text: plain(row.textContent + " " + row.getAttribute("data-also")) };
  });
  function search() {
    var words = plain(box.value).split(/\s+/).filter(Boolean), shown = 0;
    rows.forEach(function (one) {
      var fits = words.every(function (word) { return one.text.indexOf(word) >= 0; });
      one.row.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    told.textContent = told.getAttribute("data-words").replace("{k}", String(shown));
  }
  box.addEventListener("input", search);
  find.hidden = false;
  search();
})();
