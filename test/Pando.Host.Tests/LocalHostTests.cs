using System.Globalization;
using Pando.Linux.Kvm;
using Pando.Model;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Host.Tests;

/// <summary>The machine that the tests run on, whatever it is.</summary>
public sealed class LocalHostTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pando-host-").FullName;
    private readonly LocalHost _host;

    public LocalHostTests() => _host = new LocalHost(
        new HostSettings
        {
            Paths = InstancePaths.Under(_folder),
            ProbeProgram = Path.Combine(AppContext.BaseDirectory, "Pando.KvmProbe"),
            ProbeLimit = TimeSpan.FromSeconds(30),
        },
        TimeProvider.System);

    public void Dispose()
    {
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task This_host_has_processors_memory_and_a_verdict()
    {
        HostNode node = await _host.NodeAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Environment.ProcessorCount, node.Processors.Online);
        Assert.InRange(node.MemoryAvailableKiB, 1, node.MemoryTotalKiB);
        Assert.Equal((_host.MemoryTotalKiB, _host.ProcessorsOnline), (node.MemoryTotalKiB, node.Processors.Online));
        Assert.Equal(node.Accelerator.Accelerator is Accelerator.Kvm, node.Accelerator.Reason is null);
        Assert.NotEqual("probe-died", node.Accelerator.Code);
        Assert.Equal(node.Accelerator, await _host.AcceleratorAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Every_check_of_this_host_has_something_to_say()
    {
        HostCheckReport report = await _host.CheckAsync(TestContext.Current.CancellationToken);

        foreach (HostCheckItem item in report.Items)
        {
            TextsTests.AssertHasTexts(item);
            TestContext.Current.TestOutputHelper?.WriteLine($"{item.Status} {item.Title(CultureInfo.InvariantCulture)}: {item.Message(CultureInfo.InvariantCulture)}");
            Assert.DoesNotContain("{", item.Message(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_file_of_a_verdict_is_the_result_of_the_probe()
    {
        await _host.AcceleratorAsync(TestContext.Current.CancellationToken);

        string json = await File.ReadAllTextAsync(Path.Combine(_folder, "run", "kvm-verdict.json"));
        Assert.Contains(nameof(KvmProbeResult.Verdict), json, StringComparison.OrdinalIgnoreCase);
    }
}
