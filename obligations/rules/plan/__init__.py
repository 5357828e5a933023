"""A determination as jobs: what one person does in one sitting."""
