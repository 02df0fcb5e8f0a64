using System.Diagnostics;
using System.Text;
using Pando.Api.Client;
using Pando.Testing;

namespace Pando.Bench;

/// <summary>
/// One guest sends to another as much as it can, over TCP: on a bridge of Pando's, and on one that was made by hand, with the same guests
/// on the same QEMUs, whose cards are moved from one to the other and back.
/// </summary>
internal static class BridgeThroughput
{
    private const int Rounds = 7;
    private const int Blocks = 1024;
    private const long Bytes = Blocks * 65536L;
    private const string ByHand = "hand0";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task MeasureAsync(PandodUnderTest pandod, Report report)
    {
        var guest = await TinyGuest.GetAsync();
        await pandod.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes(NetworkStart.Network("fast", "virbr94", 94)));
        await pandod.Client.StartNetworkAsync("fast");
        await IpAsync("link", "add", ByHand, "type", "bridge");
        await IpAsync("link", "set", ByHand, "up");
        await pandod.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes($"<network><name>hand</name><forward mode='bridge'/><bridge name='{ByHand}'/></network>"));
        await pandod.Client.StartNetworkAsync("hand");
        using var taker = await BootAsync(pandod, guest, 1);
        using var sender = await BootAsync(pandod, guest, 2);

        Samples ours = new(), theirs = new();
        for (var round = 0; round < Rounds; round++)
        {
            await SendAsync(pandod, taker, sender, "fast", ours);
            await SendAsync(pandod, taker, sender, "hand", theirs);
        }
        report.AddSpeed("64 MiB from guest to guest over TCP", ours, theirs, "a bridge made by hand", "no less", Bytes);
        foreach (var number in new[] { 1, 2 })
        {
            await pandod.Client.DestroyAsync(Name(number));
            await pandod.Client.UndefineAsync(Name(number));
        }
        await pandod.Client.StopNetworkAsync("hand");
        await pandod.Client.UndefineNetworkAsync("hand");
        await IpAsync("link", "delete", ByHand);
        await pandod.Client.StopNetworkAsync("fast");
        await pandod.Client.UndefineNetworkAsync("fast");
    }

    private static async Task SendAsync(PandodUnderTest pandod, Shell taker, Shell sender, string network, Samples samples)
    {
        foreach (var number in new[] { 1, 2 })
        {
            await pandod.Client.UpdateDeviceAsync(Name(number), Card(number, network), "live");
        }
        // Reached before the clock runs: a bridge learns first who is where.
        await sender.DoAsync("until ping -c 1 -W 1 10.94.0.201 >/dev/null; do :; done");
        await taker.TypeAsync("nc -l -p 5000 >/dev/null &\n");
        await taker.DoAsync("until netstat -ltn | grep -q :5000; do :; done");
        await samples.TakeAsync(() => sender.DoAsync($"dd if=/dev/zero bs=64k count={Blocks} 2>/dev/null | nc 10.94.0.201 5000"));
    }

    private static async Task<Shell> BootAsync(PandodUnderTest pandod, TinyGuestFiles guest, int number)
    {
        await pandod.Client.DefineAsync(Encoding.UTF8.GetBytes(
            $"<domain type='kvm'><name>{Name(number)}</name><memory unit='MiB'>256</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type>"
            + $"<kernel>{guest.Kernel}</kernel><initrd>{guest.Initrd}</initrd><cmdline>{TinyGuest.KernelArguments}</cmdline></os><features><acpi/></features>"
            + $"<devices><serial type='pty'/>{Encoding.UTF8.GetString(Card(number, "fast"))}</devices></domain>"));
        await pandod.Client.StartAsync(Name(number), paused: true);
        var shell = new Shell(await pandod.Client.OpenConsoleAsync(Name(number)));
        await pandod.Client.ResumeAsync(Name(number));
        await shell.UntilAsync(TinyGuest.Ready);
        await shell.DoAsync($"ip address add 10.94.0.20{number}/24 dev eth0; ip link set eth0 up");
        return shell;
    }

    private static byte[] Card(int number, string network) => Encoding.UTF8.GetBytes(
        $"<interface type='network'><mac address='52:54:00:00:94:0{number}'/><source network='{network}'/><model type='virtio'/></interface>");

    private static string Name(int number) => $"fast{number}";

    private static async Task IpAsync(params string[] arguments)
    {
        using var ip = Process.Start("ip", arguments);
        await ip.WaitForExitAsync();
        if (ip.ExitCode != 0)
        {
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)} ended with {ip.ExitCode}.");
        }
    }

    /// <summary>A guest's shell on its serial console.</summary>
    private sealed class Shell(ConsoleConnection connection) : IDisposable
    {
        private readonly byte[] _buffer = new byte[4096];
        private string _seen = "";

        /// <summary>Runs a command and waits for its end.</summary>
        public async Task DoAsync(string command)
        {
            // The quotes keep what is typed, which comes back, from looking like the answer.
            await TypeAsync(command + "; echo bench\"\"-done\n");
            await UntilAsync("bench-done");
        }

        public async Task TypeAsync(string text) => await connection.WriteAsync(Encoding.UTF8.GetBytes(text), CancellationToken.None);

        public async Task UntilAsync(string word)
        {
            using var limit = new CancellationTokenSource(Patience);
            while (!_seen.Contains(word, StringComparison.Ordinal))
            {
                var count = await connection.ReadAsync(_buffer, limit.Token);
                _seen += count > 0 ? Encoding.UTF8.GetString(_buffer, 0, count) : throw new InvalidOperationException($"The console ended before '{word}'.");
            }
            _seen = _seen[(_seen.IndexOf(word, StringComparison.Ordinal) + word.Length)..];
        }

        public void Dispose() => connection.Dispose();
    }
}
