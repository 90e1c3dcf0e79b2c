"""What is shown: tables for people, pages, workbooks, the formats that CI reads."""
