using System.Globalization;

namespace Pando.Qemu.Tests.Golden;

/// <summary>Huge pages that the host sets aside for as long as a test needs them.</summary>
internal sealed class HugePagesAside : IDisposable
{
    /// <summary>The size of one.</summary>
    public const int KiB = 2048;

    /// <summary>What modules are made of besides.</summary>
    public const int More = 64;

    private const string Count = "/proc/sys/vm/nr_hugepages";
    private readonly string _before = File.ReadAllText(Count);

    public HugePagesAside(int pages)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess || Environment.GetEnvironmentVariable("CI") is not null, "Only root sets huge pages aside.");
        string wanted = (int.Parse(_before, CultureInfo.InvariantCulture) + pages).ToString(CultureInfo.InvariantCulture);
        File.WriteAllText(Count, wanted);
        Assert.SkipUnless(File.ReadAllText(Count).Trim() == wanted, "The host has not that many huge pages to set aside.");
    }

    public void Dispose() => File.WriteAllText(Count, _before);
}
