#compdef pando
# zsh completion for pando: pando completion zsh > ~/.zfunc/_pando (a folder of $fpath), or source <(pando completion zsh)
_pando() {
    local -a candidates
    local line word help
    for line in "${(@f)$(${words[1]} __complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        if [[ $line == :files ]]; then
            _files
        elif [[ -n $line ]]; then
            word=${line%%$'\t'*}
            help=${line#*$'\t'}
            word=${word//:/\\:}
            if [[ $line == *$'\t'* ]]; then
                candidates+=("$word:$help")
            else
                candidates+=("$word")
            fi
        fi
    done
    (( $#candidates )) && _describe 'pando' candidates
}
if [[ $funcstack[1] == _pando ]]; then
    _pando "$@"
else
    compdef _pando pando
fi
