using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Is there an Open vSwitch, does it run, and who moves its packets? Machines need none unless a network of theirs names one.</summary>
internal sealed class OpenVSwitchCheck : IHostCheck
{
    private const string Program = "ovs-vswitchd";

    private static readonly Finding None = new("open-vswitch.none", CheckStatus.Pass);
    private static readonly Finding Stopped = new("open-vswitch.stopped", CheckStatus.Warn);
    private static readonly Finding WithoutKernel = new("open-vswitch.without-kernel", CheckStatus.Warn);
    private static readonly Finding Runs = new("open-vswitch.runs", CheckStatus.Pass);

    public ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken)
    {
        if (!host.Files.Exists("/usr/sbin/" + Program) && !host.Files.Exists("/usr/local/sbin/" + Program))
        {
            return None.Now();
        }
        // What it writes there outlives it when it is killed.
        var running = host.Files.Number($"/run/openvswitch/{Program}.pid") is { } pid && host.Files.Text($"/proc/{pid}/comm")?.Trim() == Program;
        return !running ? Stopped.Now() : host.Files.Exists("/sys/module/openvswitch") ? Runs.Now() : WithoutKernel.Now();
    }
}
