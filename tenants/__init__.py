"""The ground floor: who owns a row, who may act, what a tenant may use and what it pays."""
