/** What each rule of docs/spec/evidence-log.md asks for that this page can find broken. */
export const rules: Readonly<Record<string, string>> = {
  EL1: 'The bundle is a tar file in the one form that bundles have, complete and with nothing added.',
  EL2: 'The key in the bundle is a sound Ed25519 key, and the one you trust where you gave one.',
  EL3: 'The state of the log is signed with that key, in the name of that log, and by witnesses that the log names.',
  EL4: 'The log has exactly the files that a log of its size has.',
  EL5: 'Every entry and every hash in the log leads to the one hash that was signed.',
  EL6: 'Every entry of the log is a statement in canonical JSON.',
  EL7: 'The last entry of the log seals the list of files, bundle.json.',
  EL8: 'bundle.json is canonical JSON in the form of a bundle.',
  EL9: 'The log belongs to the organization and the engagement that bundle.json names.',
  EL10: 'bundle.json lists every file once and says what it is, and no other file is there.',
  EL11: 'Every file has the size and the hash that bundle.json lists.',
  EL12: 'Every item is the one that its entry in the log seals.',
  EL13: 'Documents say the same as the entries that seal them.',
  EL94: 'The logs before the newest are numbered without a gap, and each lies whole in a folder of its own.',
  EL96: 'Each log whose key was rotated ends with the entry that names the key of the log that follows, which is a new one.',
  EL97: 'Each log that follows another begins with the entry that says how the other ended.',
  EL116:
    'Timestamps lie beside the checkpoints they are of, with certificates that an entry names, and nothing else is there.',
  EL14: 'Evidence is what its entry in the log committed to.',
};
