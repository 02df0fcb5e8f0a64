using System.Diagnostics;

namespace Pando.EndToEnd.Tests.Libvirt;

/// <summary>
/// A program on libvirt's Python bindings (<c>client.py</c>): lives, events with its own event loop and keepalive, statistics,
/// streams with holes, many threads on one connection, and the end of the daemon.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class LibvirtPythonTests : IAsyncLifetime
{
    private const string Machine = """
        <domain type='qemu'><name>web1</name><uuid>6a8f0a52-8f9a-4d36-9f0e-5e4c1cf0a7d1</uuid><memory unit='MiB'>64</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='q35'>hvm</type></os>
        <devices>
          <controller type='pci' index='0' model='pcie-root'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/>
          <controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/>
          <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='{dir}/a.qcow2'/><target dev='vda' bus='virtio'/></disk>
          <graphics type='vnc' autoport='yes'/><video><model type='vga'/></video>
        </devices></domain>
        """;

    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: Ct);

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task A_program_on_the_python_bindings_takes_it_for_a_libvirtd()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_pando.Root, "python")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "web1.xml"), Machine.Replace("{dir}", folder, StringComparison.Ordinal), Ct);
        await HostCommand.RunAsync("qemu-img", "create", "-q", "-f", "qcow2", Path.Combine(folder, "a.qcow2"), "1M");
        var script = Path.Combine(Programs.Repository, "test", "Pando.EndToEnd.Tests", "Libvirt", "client.py");
        var start = new ProcessStartInfo("/usr/bin/python3", [script, new Virsh(_pando.Root).Uri, folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var program = Process.Start(start)!;
        var errors = program.StandardError.ReadToEndAsync(Ct);
        foreach (var step in (string[])["connected", "lived", "counted", "seen", "streamed", "kept", "asked", "heard"])
        {
            Assert.Equal(step, await program.StandardOutput.ReadLineAsync(Ct).AsTask().WaitAsync(Instance.Limit, Ct) ?? await errors);
        }
        await _pando.KillDaemonAsync();
        await program.StandardInput.WriteLineAsync("gone");
        await program.StandardInput.FlushAsync(Ct);
        Assert.Equal("closed", await program.StandardOutput.ReadLineAsync(Ct).AsTask().WaitAsync(Instance.Limit, Ct) ?? await errors);
        await program.WaitForExitAsync(Ct).WaitAsync(Instance.Limit, Ct);
        Assert.Equal(0, program.ExitCode);
        await _pando.StartDaemonAsync(Ct);
    }
}
