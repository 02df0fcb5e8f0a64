using System.Globalization;
using System.Text;

namespace Pando.Bench;

/// <summary>What was measured, as a table for bench/RESULTS.md.</summary>
internal sealed class Report(bool withLibvirt, string load)
{
    private readonly List<(string What, string Pando, string Peer, string Ratio, string Goal)> _rows = [];

    public void Add(string what, Samples pando, Samples? peer, string peerName, string goal) =>
        _rows.Add((what, pando.ToString(), peer is null ? "—" : $"{peer} ({peerName})", peer is null ? "—" : Ratio(pando.Median, peer.Median), goal));

    public void Add(string what, string pando, string goal) => _rows.Add((what, pando, "—", "—", goal));

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"## {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC");
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"`make bench` at {Facts.Commit()}; {Facts.Machine()}; {Facts.Qemu()}; {(withLibvirt ? Facts.Libvirt() : "libvirtd: left out")}.");
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Load average when it began: {load}. Memory is VmRSS in 10⁶ bytes.");
        text.AppendLine();
        text.AppendLine("| what (medians) | pando | peer | ratio | wanted |");
        text.AppendLine("|---|---|---|---|---|");
        foreach (var row in _rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.What} | {row.Pando} | {row.Peer} | {row.Ratio} | {row.Goal} |");
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

    private static string Ratio(double ours, double theirs) => string.Create(CultureInfo.InvariantCulture, $"{ours / theirs:0.00}");
}
