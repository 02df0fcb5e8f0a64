using System.Globalization;
using System.Text;

namespace Pando.Bench;

/// <summary>What was measured, as a table for bench/RESULTS.md.</summary>
internal sealed class Report(bool withLibvirt, string load, string[] arguments)
{
    private readonly List<(string What, string Pando, string Peer, string Ratio, string Goal)> _rows = [];

    public void Add(string what, Samples pando, Samples? peer, string peerName, string goal) =>
        Put((what, pando.ToString(), peer is null ? "—" : $"{peer} ({peerName})", peer is null ? "—" : Ratio(pando.Median, peer.Median), goal));

    /// <summary>Where it is the time on top of the peer's that counts.</summary>
    public void AddDifference(string what, Samples pando, Samples peer, string peerName, string goal) =>
        Put((what, string.Create(CultureInfo.InvariantCulture, $"{pando} ({pando.Median - peer.Median:+0.#;-0.#;0} ms)"), $"{peer} ({peerName})", Ratio(pando.Median, peer.Median), goal));

    /// <summary>Where it is how much was moved in that time that counts.</summary>
    public void AddSpeed(string what, Samples pando, Samples peer, string peerName, string goal, long bytes) =>
        Put((what, $"{pando}, {Speed(pando, bytes)}", $"{peer}, {Speed(peer, bytes)} ({peerName})", $"{Ratio(pando.Median, peer.Median)}, {Percent(peer.Median, pando.Median)} of the speed", goal));

    public void Add(string what, string pando, string goal) => Put((what, pando, "—", "—", goal));

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"## {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC");
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"`{(arguments is ["--only", var names, ..] ? $"eng/bench --only {names}" : "make bench")}` at {Facts.Commit()}; {Facts.Machine()}; {Facts.Qemu()}; {(withLibvirt ? Facts.Libvirt() : "libvirtd: left out")}.");
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Load average when it began: {load}. Memory is VmRSS in 10⁶ bytes.");
        text.AppendLine();
        text.AppendLine("| what (medians) | pando | peer | ratio | wanted |");
        text.AppendLine("|---|---|---|---|---|");
        foreach (var row in _rows)
        {
            text.AppendLine(Line(row));
        }
        text.AppendLine();
        return text.ToString();
    }

    /// <summary>Puts this run above the earlier ones.</summary>
    public async Task PrependToAsync(string path)
    {
        const string head = "# Measured\n\nMedians of one run each, pandod and its peer side by side on the same machine. The newest run is the first.\n\n";
        var earlier = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
        await File.WriteAllTextAsync(path, head + ToMarkdown() + (earlier.StartsWith(head, StringComparison.Ordinal) ? earlier[head.Length..] : earlier));
    }

    /// <summary>Each row is shown as soon as it is there, for some take minutes; the table follows.</summary>
    private void Put((string What, string Pando, string Peer, string Ratio, string Goal) row)
    {
        _rows.Add(row);
        Console.Error.WriteLine(Line(row));
    }

    private static string Line((string What, string Pando, string Peer, string Ratio, string Goal) row) =>
        $"| {row.What} | {row.Pando} | {row.Peer} | {row.Ratio} | {row.Goal} |";

    private static string Speed(Samples samples, long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / samples.Median / 1e3:0} MB/s");

    private static string Percent(double part, double whole) => string.Create(CultureInfo.InvariantCulture, $"{part / whole * 100:0}%");

    private static string Ratio(double ours, double theirs) => string.Create(CultureInfo.InvariantCulture, $"{ours / theirs:0.00}");
}
