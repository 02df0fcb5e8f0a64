namespace Pando.Host.Files;

/// <summary>What /proc/cpuinfo says of the first processor.</summary>
internal sealed class CpuInfo
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    private CpuInfo(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                _fields.TryAdd(line[..colon].Trim(), line[(colon + 1)..].Trim());
            }
        }

        Flags = (Field("flags") ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Of x86 processors; empty elsewhere.</summary>
    public IReadOnlySet<string> Flags { get; }

    public bool IsIntel => Field("vendor_id") is "GenuineIntel" || Flags.Contains("vmx");

    public string? Model => Field("model name") ?? Field("Model") ?? Field("cpu model");

    /// <summary>vmx or svm; null when there is neither.</summary>
    public string? VirtualizationFlag => Flags.Contains("vmx") ? "vmx" : Flags.Contains("svm") ? "svm" : null;

    /// <summary>The module that drives this processor's virtualization.</summary>
    public string KvmModule => IsIntel ? "kvm_intel" : "kvm_amd";

    public static CpuInfo Of(HostFiles files) => new(files.Lines("/proc/cpuinfo"));

    public string? Field(string name) => _fields.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
