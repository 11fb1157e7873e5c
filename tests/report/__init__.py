"""What people read and look at: pages, workbooks, paper, the terminal."""
