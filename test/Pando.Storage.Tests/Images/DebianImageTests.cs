using System.Diagnostics;
using System.Text.Json.Nodes;
using Pando.Model.Ports;
using Pando.Storage.CloudInit;

namespace Pando.Storage.Tests.Images;

/// <summary>The real thing: Debian is built from its packages and boots with a seed up to a login. Takes minutes.</summary>
[Trait("Speed", "Slow")]
public sealed class DebianImageTests(ITestOutputHelper output)
{
    private const long GiB = 1L << 30;

    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan BootLimit = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task Debian_12_is_built_and_boots_to_a_login_of_its_seeds_user()
    {
        ImageBuildTests.RequireBuilder();
        Tool.Require("mmdebstrap", "mmdebstrap");
        Tool.Require("qemu-system-x86_64", "qemu-system-x86");
        await using var host = await TestHost.StartAsync();
        await BuildAsync(host);

        var image = await host.Storage.Images.GetAsync("debian-12");
        Assert.InRange(image.AllocationBytes!.Value, 1, 400L << 20);
        await CheckFileSystemAsync(host, image.Path);

        var disk = await host.Storage.Volumes.CreateAsync(new VolumeRequest("default", "web1.qcow2", "qcow2", 4 * GiB, "debian-12", FullCopy: false, "job-1"));
        var seed = await host.Storage.Volumes.WriteSeedAsync(new VolumeRequest("default", "web1-seed.iso", "raw", null, null, FullCopy: false, "job-1"),
            CloudInitSeeds.Make(new CloudInitRequest { InstanceId = "web1-1", Hostname = "web1", User = "an", Password = "bí mật 1", Commands = ["echo ran-$((40+2)) > /dev/ttyS0"] }));
        await BootAsync(host, disk, seed);
        await BootWithUefiAsync(host, disk);
    }

    private async Task BuildAsync(TestHost host)
    {
        var clock = Stopwatch.StartNew();
        var job = (await host.Storage.Images.BuildAsync("debian-12", null, null, rebuild: false, TestHost.Tester))!;
        await job.Completion.WaitAsync(BuildLimit);
        output.WriteLine($"built in {clock.Elapsed.TotalSeconds:0} s");
        Assert.Null(await host.Storage.Images.BuildAsync("debian-12", null, null, rebuild: false, TestHost.Tester));
    }

    private static async Task CheckFileSystemAsync(TestHost host, string image)
    {
        var raw = Path.Join(host.Root, "raw");
        await Tool.RunAsync("qemu-img", "convert", "-f", "qcow2", "-O", "raw", image, raw);
        var root = JsonNode.Parse(await Tool.RunAsync("sfdisk", "-J", raw))!["partitiontable"]!["partitions"]![2]!["start"]!.GetValue<long>() * 512;
        var file = $"{raw}?offset={root}";
        await Tool.RunAsync("e2fsck", "-fn", file);
        // Nobody can log in but whom cloud-init makes, and each machine gets keys and an identity of its own.
        Assert.Contains("\nroot:*:", "\n" + await Tool.RunAsync("debugfs", "-R", "cat /etc/shadow", file), StringComparison.Ordinal);
        Assert.DoesNotContain("ssh_host_", await Tool.RunAsync("debugfs", "-R", "ls -p /etc/ssh", file), StringComparison.Ordinal);
        Assert.Contains("Size: 0", await Tool.RunAsync("debugfs", "-R", "stat /etc/machine-id", file), StringComparison.Ordinal);
        Assert.DoesNotContain("mmdebstrap", await Tool.RunAsync("debugfs", "-R", "ls -p /etc/apt/apt.conf.d", file), StringComparison.Ordinal);
        File.Delete(raw);
    }

    private async Task BootAsync(TestHost host, string disk, string seed)
    {
        var serial = Path.Join(host.Root, "serial");
        var clock = Stopwatch.StartNew();
        using var limit = new CancellationTokenSource(BootLimit);
        using var guest = Start(disk, seed, serial);
        using var console = new SerialConsole();
        try
        {
            await ImageBuildTests.UntilAsync(() => File.Exists(serial) || guest.HasExited);
            await console.ConnectAsync(serial, limit.Token);
            await console.ExpectAsync("web1 login: ", limit.Token);
            output.WriteLine($"login prompt after {clock.Elapsed.TotalSeconds:0} s, {guest.TotalProcessorTime.TotalSeconds:0} s of processor time");
            await console.SayAsync("an", limit.Token);
            await console.ExpectAsync("Password: ", limit.Token);
            await console.SayAsync("bí mật 1", limit.Token);
            await console.ExpectAsync("an@web1", limit.Token);
            output.WriteLine($"logged in after {clock.Elapsed.TotalSeconds:0} s");
            // Cloud-init writes to the same console at any moment: what is looked for comes in one write each.
            await console.SayAsync(
                "echo size-$(df --output=size -B1M / | tail -1 | tr -d ' ')-; echo root-$(sudo -n id -u)-; "
                + "echo state-$(systemctl is-system-running --wait)-; systemctl --failed; echo all-$((1+1))-done", limit.Token);
            await console.ExpectAsync("all-2-done", limit.Token);
            Assert.Contains("state-running-", console.Transcript, StringComparison.Ordinal);
            Assert.Contains("root-0-", console.Transcript, StringComparison.Ordinal);
            Assert.Matches("size-[34][0-9]{3}-", console.Transcript);
            await console.SayAsync("cloud-init status --wait; echo status-$(cloud-init status | cut -d' ' -f2)-; sudo poweroff", limit.Token);
            await console.ExpectAsync("status-done-", limit.Token);
            Assert.Contains("ran-42", console.Transcript, StringComparison.Ordinal);
            await console.ReadToEndAsync(limit.Token);
            await guest.WaitForExitAsync(limit.Token);
            output.WriteLine($"off after {clock.Elapsed.TotalSeconds:0} s");
        }
        finally
        {
            output.WriteLine(console.Transcript);
            if (!guest.HasExited)
            {
                guest.Kill();
            }
        }
    }

    /// <summary>Only as far as the guest's own system: the rest is the same.</summary>
    private async Task BootWithUefiAsync(TestHost host, string disk)
    {
        const string firmware = "/usr/share/OVMF/OVMF_CODE_4M.fd";
        Tool.RequireFile(firmware, "ovmf");
        var serial = Path.Join(host.Root, "serial-uefi");
        var variables = Path.Join(host.Root, "vars.fd");
        File.Copy("/usr/share/OVMF/OVMF_VARS_4M.fd", variables);
        var clock = Stopwatch.StartNew();
        using var limit = new CancellationTokenSource(BootLimit);
        using var guest = Start(disk, null, serial,
            "-drive", $"if=pflash,format=raw,readonly=on,file={firmware}", "-drive", $"if=pflash,format=raw,file={variables}");
        using var console = new SerialConsole();
        try
        {
            await ImageBuildTests.UntilAsync(() => File.Exists(serial) || guest.HasExited);
            await console.ConnectAsync(serial, limit.Token);
            await console.ExpectAsync("efi: EFI v", limit.Token);
            await console.ExpectAsync("Welcome to", limit.Token);
            output.WriteLine($"system begins after {clock.Elapsed.TotalSeconds:0} s with UEFI");
        }
        finally
        {
            output.WriteLine(console.Transcript);
            guest.Kill();
        }
    }

    private static Process Start(string disk, string? seed, string serial, params ReadOnlySpan<string> more)
    {
        var start = new ProcessStartInfo("qemu-system-x86_64") { UseShellExecute = false };
        string[] arguments =
        [
            "-machine", "q35,accel=tcg", "-cpu", "max", "-m", "1024", "-smp", "2", "-nodefaults", "-display", "none", "-vga", "std",
            "-drive", $"if=none,id=disk,file={disk},format=qcow2", "-device", "virtio-blk-pci,drive=disk,bootindex=1",
            .. seed is null ? Array.Empty<string>() : ["-drive", $"if=none,id=seed,file={seed},format=raw,readonly=on", "-device", "virtio-blk-pci,drive=seed"],
            "-netdev", "user,id=net,restrict=on", "-device", "virtio-net-pci,netdev=net", "-device", "virtio-rng-pci",
            "-chardev", $"socket,id=console,path={serial},server=on,wait=off", "-serial", "chardev:console",
            .. more,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        return Process.Start(start)!;
    }
}
