
# What follows is not picocli's: names of environments, and values after an equals sign.

# Prints the folder of the environments of a repository; fails where a folder is none. One that was
# named need not have scripts yet.
function _schema_cli_environments_of() { # FOLDER [named]
  local maven=$1/src/main/resources/db/migrations
  if [ -d "$1/environments" ] && { [ -d "$1/scripts" ] || { [ -n "${2:-}" ] && ! [ -d "$maven" ]; }; }; then
    printf '%s\n' "$1/environments"
  elif [ -d "$maven" ] && command ls -- "$1/env" 2>/dev/null | command grep -q '[.]properties$'; then
    printf '%s\n' "$1/env"
  elif [ -d "$maven" ] && [ -d "$1/environments" ]; then
    printf '%s\n' "$1/environments"
  else
    return 1
  fi
}

# Prints the names of the environments that the line can mean: of the repository that it names, of
# the folder one is in or the nearest above it that is a repository, or of the checkout that the
# command is in.
function _schema_cli_environments() {
  local i folder="" repository=${SCHEMA_CLI_PATH:-} launcher file
  for (( i=1; i<COMP_CWORD; i++ )); do
    case ${COMP_WORDS[i]} in
      --path) repository=${COMP_WORDS[i+1]} ;;
      --envpath) folder=${COMP_WORDS[i+1]} ;;
    esac
  done
  case $repository in
    '~/'*) repository=$HOME/${repository#??} ;;
  esac
  if [ -z "$folder" ] && [ -n "$repository" ] && [ "$repository" != nof1: ]; then
    folder=$(_schema_cli_environments_of "$repository" named) || folder=$repository/environments
  elif [ -z "$folder" ] && [ -z "$repository" ]; then
    repository=$PWD
    until folder=$(_schema_cli_environments_of "$repository"); do
      if [ -e "$repository/.git" ] || [ "$repository" = "$HOME" ] || [ -z "$repository" ]; then
        break
      fi
      repository=${repository%/*}
    done
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
