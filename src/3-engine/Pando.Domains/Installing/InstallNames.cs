namespace Pando.Domains.Installing;

/// <summary>What the things are called that are made for a machine.</summary>
internal static class InstallNames
{
    /// <summary>A disk: <c>web1.qcow2</c>, the next ones <c>web1-1.qcow2</c>…</summary>
    public static string Disk(string machine, int number, string format) =>
        number == 0 ? $"{machine}.{Ending(format)}" : $"{machine}-{number}.{Ending(format)}";

    /// <summary>The seed: <c>web1-seed.iso</c>.</summary>
    public static string Seed(string machine) => $"{machine}-seed.iso";

    private static string Ending(string format) => format == "raw" ? "img" : format;
}
