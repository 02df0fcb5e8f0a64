using Pando.Host.Confinement.Resctrl;
using Pando.Model.Domains;

namespace Pando.Host.Tests.Confinement.Resctrl;

/// <summary>
/// A tree of files like resctrl's, of two third-level caches of 20 ways and 1 MiB a way. It makes nothing by itself that the
/// kernel makes: a new directory has no files until they are written.
/// </summary>
internal sealed class MadeUpResctrl : IDisposable
{
    public const string Mount = "/sys/fs/resctrl";

    private readonly MadeUpHost _host = new();

    public MadeUpResctrl(string caches = "L3:0=ff;1=ff", string bandwidth = "MB:0=100;1=100")
    {
        _host.With($"{Mount}/schemata", $"    {bandwidth}\n    {caches}\n")
            .With($"{Mount}/info/L3/cbm_mask", "fffff\n").With($"{Mount}/info/L3/min_cbm_bits", "2\n")
            .With($"{Mount}/info/MB/min_bandwidth", "10\n").With($"{Mount}/info/MB/bandwidth_gran", "10\n")
            .With($"{Mount}/info/L3_MON/mon_features", "llc_occupancy\nmbm_total_bytes\nmbm_local_bytes\n");
        foreach (int cpu in (int[])[0, 1])
        {
            _host.With($"/sys/devices/system/cpu/cpu{cpu}/cache/index3/level", "3\n")
                .With($"/sys/devices/system/cpu/cpu{cpu}/cache/index3/id", $"{cpu}\n")
                .With($"/sys/devices/system/cpu/cpu{cpu}/cache/index3/size", "20480K\n");
        }
    }

    public MadeUpHost Host => _host;

    public ResctrlGroups Groups => new(_host.Files) { RemoveDirectory = static directory => Directory.Delete(directory, recursive: true) };

    public ResctrlTree Tree => new(_host.Files);

    public MadeUpResctrl With(string path, string content)
    {
        _host.With($"{Mount}/{path}", content);
        return this;
    }

    public string Read(string path) => File.ReadAllText(_host.PathOf($"{Mount}/{path}"));

    public IReadOnlyList<string> Folders(string path = "") =>
        [.. Directory.GetDirectories(_host.PathOf($"{Mount}/{path}")).Select(static folder => Path.GetFileName(folder)).Where(static name => name is not "info").Order(StringComparer.Ordinal)];

    public static DomainDefinition Machine(CpuTuning tuning) => new()
    {
        Id = DomainId.New(),
        Name = "m",
        MemoryKiB = 1,
        CurrentMemoryKiB = 1,
        Vcpus = 4,
        VcpusCurrent = 4,
        CpuTuning = tuning,
    };

    public void Dispose() => _host.Dispose();
}
