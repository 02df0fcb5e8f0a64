using Pando.Daemon.Settings;
using Pando.Model.Errors;

namespace Pando.Daemon.CommandLine;

/// <summary>What pandod was called for.</summary>
internal enum DaemonVerb
{
    /// <summary>Serve until told to stop.</summary>
    Serve,

    /// <summary>Say whether this host can run machines.</summary>
    Check,

    /// <summary>Run a guest of our own on /dev/kvm and print what came of it; pandod calls itself with this.</summary>
    ProbeKvm,

    /// <summary><c>--help</c>.</summary>
    Help,

    /// <summary><c>--version</c>.</summary>
    Version,
}

/// <summary>A command line that was understood.</summary>
internal sealed record DaemonCommand
{
    /// <summary>What is wanted.</summary>
    public DaemonVerb Verb { get; init; }

    /// <summary><c>--root</c>.</summary>
    public string? Root { get; init; }

    /// <summary><c>--config</c>.</summary>
    public string? Config { get; init; }

    /// <summary><c>--json</c>.</summary>
    public bool Json { get; init; }

    /// <summary>The settings, in order.</summary>
    public IReadOnlyList<(Setting Setting, string Value)> Settings { get; init; } = [];

    /// <summary>Reads <c>--option VALUE</c> and <c>--option=VALUE</c>; throws <c>daemon.usage</c>.</summary>
    public static DaemonCommand Parse(IReadOnlyList<string> args)
    {
        var command = new DaemonCommand();
        var settings = new List<(Setting, string)>();
        var rest = new Queue<string>(args);
        while (rest.TryDequeue(out var word))
        {
            var equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) : -1;
            var (name, attached) = equals < 0 ? (word, null) : (word[..equals], word[(equals + 1)..]);
            string Value() => attached ?? (rest.TryDequeue(out var next) ? next : throw Usage($"{name}: a value is missing"));

            command = name switch
            {
                "--root" => command with { Root = Value() },
                "--config" => command with { Config = Value() },
                _ when SettingCatalog.FindFlag(name) is { } setting => Keep(setting, Value()),
                _ when attached is not null => throw Usage($"'{word}' is no option"),
                "--help" or "-h" => command with { Verb = DaemonVerb.Help },
                "--version" => command with { Verb = DaemonVerb.Version },
                "--json" => command with { Json = true },
                "check" => command with { Verb = DaemonVerb.Check },
                "probe-kvm" => command with { Verb = DaemonVerb.ProbeKvm },
                _ => throw Usage($"'{word}' is no option"),
            };

            DaemonCommand Keep(Setting setting, string value)
            {
                settings.Add((setting, value));
                return command;
            }
        }
        return command with { Settings = settings };
    }

    private static CallerException Usage(string reason) => new(ErrorCodes.Daemon.Usage, ("reason", reason));
}
