using System.CommandLine;

namespace Pando.Cli.Commands;

/// <summary>The options that every command has.</summary>
internal static class GlobalOptions
{
    public static readonly Setting Host = new("--host", "ADDRESS", "-H") { Recursive = true };
    public static readonly Setting CaFile = new("--ca-file", "FILE") { Recursive = true, Kind = WordKind.File };
    public static readonly Setting Reason = new("--reason", "TEXT") { Recursive = true };
    public static readonly Flag Json = new("--json") { Recursive = true };
    public static readonly Flag Quiet = new("--quiet", "-q") { Recursive = true };
    public static readonly Flag Help = new("--help", "-h") { Recursive = true };

    public static readonly IReadOnlyList<Option> All = [Host, CaFile, Reason, Json, Quiet, Help];
}
