"""The page of demands: the matrix, the cell chosen, the demands told, the law beside them."""
