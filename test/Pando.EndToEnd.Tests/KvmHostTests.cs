using System.Text;
using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>
/// Pando where KVM works. A machine of TCG's largest processor has AMD's virtualization with nested paging: it is the host here,
/// and runs a pandod, a pando and a QEMU of its own.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class KvmHostTests : IAsyncLifetime
{
    private static readonly string Pandod = Programs.Shipped("pandod");
    private static readonly string Cli = Programs.Shipped("pando");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("pando-kvm-host-").FullName;
    private Instance _pando = null!;

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _pando.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_host_that_can_run_guests_on_KVM_says_so_and_does()
    {
        CancellationToken ct = TestContext.Current.CancellationToken;
        await _pando.Client.DefineAsync(Host(await HostFilesAsync(ct)), ct);
        await _pando.Client.StartAsync("host", paused: true, ct);
        using GuestConsole shell = await GuestConsole.OpenAsync(_pando, "host");
        await _pando.Client.ResumeAsync("host", ct);
        await shell.UntilAsync(TinyGuest.Ready, Patience);

        // Quotes inside the marks: what is typed is echoed, and the echo must not look like the answer.
        await shell.TypeAsync($"export {DotnetInGuest.Environment} PANDO_HOST=unix:/pando/run/pando.sock LC_ALL=C.UTF-8 PATH=/usr/bin:/bin\n");
        await shell.TypeAsync("mkdir /dev/pts; mount -t devpts devpts /dev/pts\n");
        await shell.TypeAsync("chgrp pando-qemu /dev/kvm; chmod 660 /dev/kvm; chmod 755 /\n");
        // As packaging/systemd has it: the daemon is spared when memory runs out, its guests are not.
        await shell.TypeAsync("echo -500 > /proc/$$/oom_score_adj\n");
        await shell.TypeAsync($"mkdir /pando; {Pandod} --root /pando >/log 2>&1 &\n");
        await shell.TypeAsync("until [ -S /pando/run/pando.sock ]; do sleep 1; done; echo daemon-'up'\n");
        await shell.UntilAsync("daemon-up", Patience);

        // Busy as it may be, the probe is late here now and then; that is no verdict, and asked for again.
        await shell.TypeAsync($"until {Cli} check | grep 'pass  KVM runs a guest'; do sleep 5; done; echo check-'ended'\n");
        await shell.UntilAsync("check-ended", Patience);

        await shell.TypeAsync($"{Cli} define /vm.xml; {Cli} start vm; {Cli} dominfo vm; echo info-'ended'\n");
        string info = await shell.UntilAsync("info-ended", Patience);
        Assert.True(info.Split('\n').Any(static line => line.StartsWith("Accelerator:", StringComparison.Ordinal) && line.Contains("KVM", StringComparison.Ordinal)), info);
        Assert.True(info.Contains("running", StringComparison.Ordinal), info);

        await shell.TypeAsync("echo score-'is' $(cat /proc/$(pidof qemu-system-x86_64)/oom_score_adj)\n");
        await shell.UntilAsync("score-is 0", Patience);
        await shell.TypeAsync($"{Cli} console vm </dev/null\n");
        await shell.UntilAsync(TinyGuest.Ready, Patience);
    }

    private static byte[] Host(TinyGuestFiles files) => Encoding.UTF8.GetBytes($"""
        <domain type='qemu'>
          <name>host</name>
          <memory unit='MiB'>3072</memory>
          <vcpu>2</vcpu>
          <os>
            <type arch='x86_64' machine='q35'>hvm</type>
            <kernel>{files.Kernel}</kernel>
            <initrd>{files.Initrd}</initrd>
            <cmdline>{TinyGuest.KernelArguments}</cmdline>
          </os>
          <features><acpi/></features>
          <cpu mode='maximum'/>
          <devices>
            <serial type='pty'/>
          </devices>
        </domain>
        """);

    private async Task<TinyGuestFiles> HostFilesAsync(CancellationToken cancellationToken)
    {
        TinyGuestFiles inner = await TinyGuest.GetAsync(cancellationToken);
        var innermost = new TinyGuestFiles("/vmlinuz", "/initrd");
        List<GuestFile> files =
        [
            .. await DotnetInGuest.FilesAsync(Pandod),
            .. await DotnetInGuest.NativeAsync(Cli),
            .. await DotnetInGuest.NativeAsync("/usr/bin/qemu-system-x86_64"),
            .. await DotnetInGuest.NativeAsync("/usr/bin/qemu-img"),
            .. await DotnetInGuest.NativeAsync("/usr/bin/prlimit"),
            .. await DotnetInGuest.NativeAsync("/usr/bin/setpriv"),
            .. await DotnetInGuest.NativeAsync("/usr/lib/x86_64-linux-gnu/libsqlite3.so.0"),
            .. await DotnetInGuest.NativeAsync("/usr/lib/x86_64-linux-gnu/libssl.so.3"),
            .. ((string[])["/usr/lib/x86_64-linux-gnu/qemu", "/usr/share/qemu", "/usr/share/seabios"])
                .SelectMany(Directory.GetFiles).Select(DotnetInGuest.InPlace),
            new("vmlinuz", inner.Kernel),
            new("initrd", inner.Initrd),
            GuestFile.OfText("vm.xml", Encoding.UTF8.GetString(Machines.Tiny("vm", innermost))),
            GuestFile.OfText("etc/passwd", "root:x:0:0::/:/bin/sh\npando-qemu:x:990:990::/:/bin/false\n"),
            GuestFile.OfText("etc/group", "root:x:0:\npando-qemu:x:990:\npando:x:991:\n"),
        ];
        return await TinyGuest.BuildAsync(
            ["button", "kvm", "kvm_amd"], files.DistinctBy(static file => file.Path), init: null, Path.Combine(_folder, "initrd"), cancellationToken);
    }
}
