using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Procedures;
using Pando.Model.Events;
using Pando.Model.Secrets;

namespace Pando.LibvirtServer.Events;

/// <summary>What happens to secrets, as libvirt tells it.</summary>
internal static class SecretEvents
{
    /// <summary>What libvirt would tell of it.</summary>
    public static IEnumerable<Told> Of(PandoEvent happened)
    {
        if (!happened.Type.StartsWith("secret.", StringComparison.Ordinal) || !Guid.TryParse(happened.Subject, out var id))
        {
            return [];
        }
        var secret = SecretProcedures.Of(id, Usage(happened));
        return happened.Type switch
        {
            "secret.defined" => [Lifecycle(secret, VirSecretEventLifecycleType.Defined)],
            "secret.undefined" => [Lifecycle(secret, VirSecretEventLifecycleType.Undefined)],
            "secret.value-changed" => [new Told(VirSecretEventId.ValueChanged, id, (session, number) =>
                session.Send(RemoteProgram.SecretEventValueChanged, new SecretEventValueChangedMsg(number, secret)))],
            _ => [],
        };
    }

    private static Told Lifecycle(RemoteSecret secret, VirSecretEventLifecycleType kind) => new(VirSecretEventId.Lifecycle, secret.Uuid, (session, number) =>
        session.Send(RemoteProgram.SecretEventLifecycle, new SecretEventLifecycleMsg(number, secret, (int)kind, 0)));

    private static SecretUsage? Usage(PandoEvent happened) =>
        Enum.TryParse<SecretUsageKind>(happened.Data.GetValueOrDefault("usage-type"), ignoreCase: true, out var kind)
            ? new SecretUsage(kind, happened.Data.GetValueOrDefault("usage") ?? "")
            : null;
}
