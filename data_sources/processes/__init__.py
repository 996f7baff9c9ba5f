"""Running Xiuhua's processes on one machine: checks before the start, one instance per folder, supervision."""
