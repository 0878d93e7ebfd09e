"""文书. The papers of a matter as .docx and .pdf, in the form of GB/T 9704—2012."""
