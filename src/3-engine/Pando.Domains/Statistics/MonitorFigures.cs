using System.Globalization;
using Pando.Model.Ports;

namespace Pando.Domains.Statistics;

/// <summary>What monitors of caches and memory bandwidth tell, under libvirt's names.</summary>
internal static class MonitorFigures
{
    private const string Cache = "cpu.cache.monitor";
    private const string Bandwidth = "memory.bandwidth.monitor";

    public static Figures Of(ResourceReadings readings)
    {
        var figures = new Figures();
        if (readings.Caches.Count > 0)
        {
            figures.Add(Cache + ".count", readings.Caches.Count);
        }
        foreach (var (index, use) in readings.Caches.Index())
        {
            Head(figures, Cache, index, use.Name, use.Vcpus.ToString());
            figures.Add(Name(Cache, index, "bank.count"), use.Bytes.Count);
            foreach (var (bank, (id, bytes)) in use.Bytes.Index())
            {
                figures.Add(Name(Cache, index, Figures.Name("bank", bank, "id")), id).Add(Name(Cache, index, Figures.Name("bank", bank, "bytes")), bytes);
            }
        }
        if (readings.Bandwidths.Count > 0)
        {
            figures.Add(Bandwidth + ".count", readings.Bandwidths.Count);
        }
        foreach (var (index, use) in readings.Bandwidths.Index())
        {
            Head(figures, Bandwidth, index, use.Name, use.Vcpus.ToString());
            figures.Add(Name(Bandwidth, index, "node.count"), use.Total.Count);
            var local = use.Local.ToDictionary(static node => node.Id, static node => node.Bytes);
            foreach (var (node, (id, bytes)) in use.Total.Index())
            {
                figures.Add(Name(Bandwidth, index, Figures.Name("node", node, "id")), id)
                    .Add(Name(Bandwidth, index, Figures.Name("node", node, "bytes.total")), bytes)
                    .Add(Name(Bandwidth, index, Figures.Name("node", node, "bytes.local")), local.TryGetValue(id, out var near) ? near : null);
            }
        }
        return figures;
    }

    private static void Head(Figures figures, string group, int index, string name, string vcpus) =>
        figures.Add(Name(group, index, "name"), name).Add(Name(group, index, "vcpus"), vcpus);

    private static string Name(string group, int index, string field) => string.Create(CultureInfo.InvariantCulture, $"{group}.{index}.{field}");
}
