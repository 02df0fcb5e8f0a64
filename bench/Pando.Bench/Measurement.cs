namespace Pando.Bench;

/// <summary>What can be measured, by the names that <c>--only</c> takes.</summary>
internal static class Measurement
{
    public const string Start = "start";
    public const string Define = "define";
    public const string List = "list";
    public const string Memory = "memory";
    public const string Cli = "cli";
    public const string Restart = "restart";
    public const string Plug = "plug";
    public const string Save = "save";
    public const string Statistics = "statistics";
    public const string Confinement = "confinement";
    public const string Networks = "networks";
    public const string Cards = "cards";
    public const string Throughput = "throughput";
    public const string Wire = "wire";
    public const string Clients = "clients";

    /// <summary>All of them, in the order in which they are taken.</summary>
    public static readonly string[] Names = [Start, Confinement, Plug, Save, Statistics, Networks, Cards, Throughput, Wire, Clients, Define, List, Memory, Cli, Restart];

    /// <summary>Those that need a thousand machines.</summary>
    public static readonly string[] OfMany = [Define, List, Memory, Cli, Restart];

    /// <summary>Those that libvirtd is measured beside.</summary>
    public static readonly string[] WithPeer = [Start, Save, Statistics, Networks, Wire, Clients, Cli];

    /// <summary>Reads the command line; false where it is wrong.</summary>
    public static bool TryRead(string[] args, out HashSet<string> wanted, out string? path)
    {
        wanted = [.. Names];
        if (args is ["--only", var names, ..])
        {
            wanted = [.. names.Split(',')];
            args = args[2..];
        }
        path = args.FirstOrDefault();
        return args.Length <= 1 && path?.StartsWith('-') != true && wanted.IsSubsetOf(Names);
    }
}
