"""The published programme: public pages, my programme, calendars and files for other software."""
