using Pando.Linux.Files;
using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>May the user that QEMU runs as open /dev/kvm?</summary>
internal sealed class KvmDeviceCheck : IHostCheck
{
    private const string Device = "/dev/kvm";

    private static readonly Finding Open = new("kvm-device.open", CheckStatus.Pass);
    private static readonly Finding Missing = new("kvm-device.missing", CheckStatus.Warn);
    private static readonly Finding Denied = new("kvm-device.denied", CheckStatus.Warn);

    public ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken)
    {
        // Where the user itself is missing, that is another check's finding.
        HostUser user = host.QemuUser() ?? host.Inquiry.Self();
        try
        {
            PathRefusal? refusal = PathAccess.Refusal(
                host.Files.PathOf(Device), user.Uid, user.Gid, AccessModes.Read | AccessModes.Write, [.. user.Groups]);
            return refusal is null ? Open.Now(("user", user.Name)) : Denied.Now(("user", user.Name));
        }
        catch (PathWalkException walk) when (walk.Reason is PathRefusalReason.Missing or PathRefusalReason.NotADirectory)
        {
            return Missing.Now();
        }
        catch (IOException)
        {
            return Denied.Now(("user", user.Name));
        }
    }
}
