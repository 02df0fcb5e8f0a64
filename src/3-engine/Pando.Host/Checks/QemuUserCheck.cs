using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Does QEMU run as somebody who owns nothing?</summary>
internal sealed class QemuUserCheck : IHostCheck
{
    private static readonly Finding Exists = new("qemu-user.exists", CheckStatus.Pass);
    private static readonly Finding Own = new("qemu-user.own", CheckStatus.Pass);
    private static readonly Finding Root = new("qemu-user.root", CheckStatus.Warn);
    private static readonly Finding Missing = new("qemu-user.missing", CheckStatus.Fail);

    public ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken)
    {
        HostUser? user = host.QemuUser();
        if (user is null)
        {
            return Missing.Now(("user", host.Settings.QemuUser!));
        }

        if (user.Uid == 0)
        {
            return Root.Now();
        }

        return host.Settings.QemuUser is null ? Own.Now(("user", user.Name)) : Exists.Now(("user", user.Name));
    }
}
