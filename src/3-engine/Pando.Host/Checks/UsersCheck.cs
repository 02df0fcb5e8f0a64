using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Can a QEMU be kept where there is no user but its own?</summary>
internal sealed class UsersCheck : IHostCheck
{
    private static readonly Finding Own = new("users.own", CheckStatus.Pass);
    private static readonly Finding Refused = new("users.refused", CheckStatus.Warn);
    private static readonly Finding None = new("users.none", CheckStatus.Warn);
    private static readonly Finding Root = new("users.root", CheckStatus.Warn);
    private static readonly Finding NotRoot = new("users.not-root", CheckStatus.Warn);

    public async ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken)
    {
        if (host.Settings.QemuUser is null)
        {
            return await NotRoot.Now();
        }

        if (host.QemuUser() is not { } user)
        {
            // Another check says what to do about a user that is missing.
            return await None.Now();
        }

        if (user.Uid == 0)
        {
            return await Root.Now();
        }

        return await (await host.Inquiry.CanOwnUsersAsync(user, cancellationToken) ? Own : Refused).Now();
    }
}
