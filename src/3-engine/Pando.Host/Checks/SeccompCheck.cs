using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Can the kernel filter system calls, as QEMU's -sandbox wants it?</summary>
internal sealed class SeccompCheck : IHostCheck
{
    private static readonly Finding On = new("seccomp.on", CheckStatus.Pass);
    private static readonly Finding Missing = new("seccomp.missing", CheckStatus.Warn);

    public ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken) =>
        host.Files.Text("/proc/sys/kernel/seccomp/actions_avail")?.Contains("kill", StringComparison.Ordinal) == true ? On.Now() : Missing.Now();
}
