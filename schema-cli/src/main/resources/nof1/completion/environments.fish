# The folder of the environments of a repository; fails where a folder is none. One that was named
# need not have scripts yet.
function __schema_cli_environments_of
    set -l maven $argv[1]/src/main/resources/db/migrations
    if test -d $argv[1]/environments; and begin
            test -d $argv[1]/scripts; or begin
                set -q argv[2]; and not test -d $maven
            end
        end
        echo $argv[1]/environments
    else if test -d $maven; and command ls -- $argv[1]/env 2>/dev/null | string match -q '*.properties'
        echo $argv[1]/env
    else if test -d $maven; and test -d $argv[1]/environments
        echo $argv[1]/environments
    else
        return 1
    end
end

# The names of the environments that the line can mean: of the repository that it names, of the
# folder one is in or the nearest above it that is a repository, or of the checkout that the command
# is in.
function __schema_cli_environments
    set -l words (commandline -opc)
    set -l folder ''
    set -l repository $SCHEMA_CLI_PATH
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
    set repository (string replace -r '^~/' $HOME/ -- $repository)
    if test -z "$folder" -a -n "$repository" -a "$repository" != nof1:
        set folder (__schema_cli_environments_of $repository named; or echo $repository/environments)
    else if test -z "$folder" -a -z "$repository"
        set repository $PWD
        while not set folder (__schema_cli_environments_of $repository)
            if test -e $repository/.git; or test "$repository" = "$HOME"; or test "$repository" = /
                break
            end
            set repository (dirname $repository)
        end
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
