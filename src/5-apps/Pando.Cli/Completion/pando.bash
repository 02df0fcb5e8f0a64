# bash completion for pando: source <(pando completion bash)
_pando() {
    local words=() word candidates candidate
    local cur=${COMP_WORDS[COMP_CWORD]}
    # bash splits at ':' and '='; pando wants its words whole.
    if declare -F _get_comp_words_by_ref >/dev/null; then
        local cword
        _get_comp_words_by_ref -n := cur words cword
        words=("${words[@]:1:cword}")
    else
        words=("${COMP_WORDS[@]:1:COMP_CWORD}")
    fi
    COMPREPLY=()
    candidates=$("${COMP_WORDS[0]}" __complete -- "${words[@]}" 2>/dev/null) || return
    while IFS=$'\t' read -r candidate _; do
        if [[ $candidate == :files ]]; then
            compopt -o filenames 2>/dev/null
            while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur")
        elif [[ -n $candidate ]]; then
            COMPREPLY+=("$(printf '%q' "$candidate")")
        fi
    done <<<"$candidates"
    if declare -F __ltrim_colon_completions >/dev/null; then
        __ltrim_colon_completions "$cur"
    fi
}
complete -F _pando pando
