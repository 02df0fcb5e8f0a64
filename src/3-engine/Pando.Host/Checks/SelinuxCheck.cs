using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Does SELinux keep machines apart?</summary>
internal sealed class SelinuxCheck : IHostCheck
{
    private static readonly Finding Enforcing = new("selinux.enforcing", CheckStatus.Pass);
    private static readonly Finding Permissive = new("selinux.permissive", CheckStatus.Warn);
    private static readonly Finding Other = new("selinux.other", CheckStatus.Pass);
    private static readonly Finding Absent = new("selinux.absent", CheckStatus.Warn);

    public ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken) =>
        host.Files.Number($"{SecurityModules.SelinuxFolder}/enforce") switch
        {
            null => SecurityModules.HasAppArmor(host.Files) ? Other.Now() : Absent.Now(),
            0 => Permissive.Now(),
            _ => Enforcing.Now(),
        };
}
