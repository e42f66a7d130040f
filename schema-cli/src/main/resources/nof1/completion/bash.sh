
# What follows is not picocli's: names of environments, and values after an equals sign.

# Prints the names of the environments that the line can mean: of the repository that it names, of
# the checkout that the command is in, or of the folder one is in.
function _schema_cli_environments() {
  local i folder="" repository="" launcher file
  for (( i=1; i<COMP_CWORD; i++ )); do
    case ${COMP_WORDS[i]} in
      --path) repository=${COMP_WORDS[i+1]} ;;
      --envpath) folder=${COMP_WORDS[i+1]} ;;
    esac
  done
  if [ -z "$folder" ] && [ -n "$repository" ]; then
    folder=$repository/environments
  fi
  if [ -z "$folder" ]; then
    launcher=$(command -v -- "${COMP_WORDS[0]}" 2>/dev/null)
    launcher=$(readlink -f -- "$launcher" 2>/dev/null)
    launcher=${launcher%/*}
    if [ -n "$launcher" ] && [ -f "$launcher/../pom.xml" ] && [ -f "$launcher/../../pom.xml" ]; then
      folder=$launcher/../../env
    else
      folder=env
    fi
  fi
  case $folder in
    '~/'*) folder=$HOME/${folder#??} ;;
  esac
  command ls -- "$folder" 2>/dev/null | while IFS= read -r file; do
    case $file in
      *.properties) printf '%s\n' "${file%.properties}" ;;
    esac
  done
}

# bash makes three words of --option=value and zsh one; picocli's part wants two.
function _schema_cli() {
  local i word prefix="" value=""
  local -a line
  line=()
  for (( i=0; i<=COMP_CWORD; i++ )); do
    word=${COMP_WORDS[i]}
    prefix=""
    case $value$word in
      =)
        # The value comes next, and is empty where the line ends here.
        value="="
        if (( i == COMP_CWORD )); then line+=(""); fi
        continue
        ;;
    esac
    value=""
    case $word in
      --*=*)
        prefix=${word%%=*}=
        line+=("${word%%=*}" "${word#*=}")
        ;;
      *) line+=("$word") ;;
    esac
  done
  COMP_WORDS=("${line[@]}")
  COMP_CWORD=$(( ${#line[@]} - 1 ))
  if [ "${COMP_WORDS[COMP_CWORD-1]}" = --env ]; then
    local IFS=$'\n'
    COMPREPLY=( $(compgen -W "$(_schema_cli_environments)" -- "${COMP_WORDS[COMP_CWORD]}") )
  else
    _complete_schema-cli
  fi
  if [ -n "$prefix" ]; then
    COMPREPLY=("${COMPREPLY[@]/#/$prefix}")
  fi
}

complete -F _schema_cli -o default schema-cli
