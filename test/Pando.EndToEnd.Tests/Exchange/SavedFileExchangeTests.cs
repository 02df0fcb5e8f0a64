using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pando.Api.Machines;
using Pando.Api.Saving;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Exchange;

/// <summary>One guest that counts, saved by Pando and brought back by libvirt, and the other way round: it goes on from where it was.</summary>
[Trait("Speed", "Slow")]
public sealed partial class SavedFileExchangeTests : IAsyncLifetime
{
    private const string Name = "wanderer";
    private const string Beginning = "counting-begins";

    private const string Counting = $"""
        #!/bin/busybox sh
        export PATH=/bin
        /bin/busybox --install -s /bin
        mount -t devtmpfs devtmpfs /dev
        echo {Beginning} >/dev/ttyS0
        n=0
        while true; do
            echo count=$n. >/dev/ttyS0
            n=$((n+1))
            sleep 1
        done

        """;

    private Instance _pando = null!;
    private int _last = -1;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Console => Path.Combine(_pando.Root, "console.log");

    private string Saved => Path.Combine(_pando.Root, "wanderer.save");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Environment.UserName == "root" || Environment.GetEnvironmentVariable("CI") is not null, "A libvirtd of its own needs root.");
        Assert.SkipUnless(StockLibvirtd.IsInstalled && Virsh.IsInstalled, "libvirtd or virsh is not installed.");
        _pando = await Instance.StartAsync(cancellationToken: Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_pando is not null)
        {
            await _pando.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_guest_wanders_between_Pando_and_libvirt_in_saved_files()
    {
        await StartAsync();
        var folder = Path.Combine(_pando.Root, "libvirt");
        await using (var libvirt = await StockLibvirtd.StartAsync(folder, "raw"))
        {
            await ThereAndBackAsync(libvirt, "raw");
        }
        await using (var libvirt = await StockLibvirtd.StartAsync(folder, "gzip"))
        {
            await ThereAndBackAsync(libvirt, "gzip");
        }
    }

    private async Task StartAsync()
    {
        var guest = await TinyGuest.BuildAsync([], [], Counting, Path.Combine(_pando.Root, "initrd"), Ct);
        await _pando.Client.CreateAsync(
            Encoding.UTF8.GetBytes($"""
                <domain type='qemu'>
                  <name>{Name}</name>
                  <memory unit='MiB'>128</memory>
                  <vcpu>1</vcpu>
                  <os>
                    <type arch='x86_64' machine='q35'>hvm</type>
                    <kernel>{guest.Kernel}</kernel>
                    <initrd>{guest.Initrd}</initrd>
                    <cmdline>{TinyGuest.KernelArguments}</cmdline>
                  </os>
                  <features><acpi/></features>
                  <devices>
                    <serial type='file'><source path='{Console}'/></serial>
                    <interface type='user'><mac address='52:54:00:00:00:77'/><model type='virtio'/></interface>
                    <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
                  </devices>
                </domain>
                """), cancellationToken: Ct);
        await UntilItHasCountedAsync(fromTheBeginning: true);
    }

    private async Task ThereAndBackAsync(StockLibvirtd libvirt, string format)
    {
        await _pando.Client.SaveAsync(Name, new SaveRequest { Path = Saved, Format = format }, Ct);
        Assert.Empty(await _pando.Client.ListMachinesAsync(cancellationToken: Ct));
        File.Delete(Console);
        await libvirt.DoAsync("restore", Saved);
        await UntilItHasCountedAsync();

        await libvirt.DoAsync("save", Name, Saved);
        File.Delete(Console);
        var back = await _pando.Client.RestoreSavedAsync(new RestoreSavedRequest { Path = Saved }, Ct);
        Assert.Equal((Name, MachinePhase.Running, false), (back.Name, back.State.Phase, back.Persistent));
        await UntilItHasCountedAsync();
    }

    /// <summary>Waits until it has counted further than ever, and looks at whether it has begun anew.</summary>
    private async Task UntilItHasCountedAsync(bool fromTheBeginning = false)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(Instance.Limit);
        while (true)
        {
            var text = File.Exists(Console) ? await File.ReadAllTextAsync(Console, limit.Token) : "";
            Assert.True(fromTheBeginning || !text.Contains(Beginning, StringComparison.Ordinal), text);
            if (Numbers().Matches(text) is [.., { } number] && int.Parse(number.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) is var now && now > _last + 1)
            {
                _last = now;
                return;
            }
            await Task.Delay(50, limit.Token);
        }
    }

    [GeneratedRegex("count=(?<number>[0-9]+)\\.", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbers();
}
