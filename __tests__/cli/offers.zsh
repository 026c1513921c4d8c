# Begins a shell that prints what would be completed, and ends.
autoload -Uz compinit && compinit -u -d ${1:h}/dump
source $1
bindkey '^I' complete-word
edge() { print -r -- '<<<' }
compprefuncs=(edge)
comppostfuncs=(edge exit)
zstyle ':completion:*' insert-tab false
compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
    builtin compadd "$@"
    return $?
  fi
  local -a found
  builtin compadd -A found "$@"
  print -rl -- $found
}
print ready
