# The names of the environments that the line can mean: of the repository that it names, of the
# checkout that the command is in, or of the folder one is in.
function __schema_cli_environments
    set -l words (commandline -opc)
    set -l folder ''
    set -l repository ''
    for i in (seq (count $words))
        switch $words[$i]
            case '--path=*'
                set repository (string replace -- '--path=' '' $words[$i])
            case --path
                set repository $words[(math $i + 1)]
            case '--envpath=*'
                set folder (string replace -- '--envpath=' '' $words[$i])
            case --envpath
                set folder $words[(math $i + 1)]
        end
    end
    if test -z "$folder" -a -n "$repository"
        set folder $repository/environments
    end
    if test -z "$folder"
        set -l launcher (command -s $words[1])
        set -q launcher[1]; and set launcher (dirname (realpath $launcher[1]))
        if test -n "$launcher"; and test -f $launcher/../pom.xml; and test -f $launcher/../../pom.xml
            set folder $launcher/../../env
        else
            set folder env
        end
    end
    set folder (string replace -r '^~/' $HOME/ -- $folder)
    for file in (command ls -- $folder 2>/dev/null)
        string match -q '*.properties' -- $file; and string replace -r '\.properties$' '' -- $file
    end
end
