package desk

// stub until the real file comes
func (w *work) partyRecord(id string) (Record, error)   { return Record{}, errNone }
func (w *work) hitRecord(id string) (Record, error)     { return Record{}, errNone }
func (w *work) listSetRecord(id string) (Record, error) { return Record{}, errNone }
