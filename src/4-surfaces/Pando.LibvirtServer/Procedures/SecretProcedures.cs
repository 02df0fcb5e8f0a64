using System.Security.Cryptography;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Errors;
using Pando.Model.Secrets;
using Pando.Model.Xml.Secrets;

namespace Pando.LibvirtServer.Procedures;

/// <summary>The secrets of the host. Their values are told to whom may change things, and only where they are not private.</summary>
internal sealed class SecretProcedures(LibvirtServices services)
{
    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.ConnectNumOfSecrets, (_, _) => new ConnectNumOfSecretsRet(services.Secrets.List().Count));
        table.Add(RemoteProgram.ConnectListSecrets, (_, arguments) =>
            new ConnectListSecretsRet([.. services.Secrets.List().Select(view => view.Definition.Id.ToString()).Take(arguments.Maxuuids)]));
        table.Add(RemoteProgram.ConnectListAllSecrets, (_, arguments) => All(arguments));
        table.Add(RemoteProgram.SecretLookupByUuid, (_, arguments) => new SecretLookupByUuidRet(Of(Get(arguments.Uuid))));
        table.Add(RemoteProgram.SecretLookupByUsage, (_, arguments) => ByUsage(arguments));
        table.Add(RemoteProgram.SecretGetXmlDesc, (_, arguments) => Xml(arguments));
        table.Add(RemoteProgram.SecretDefineXml, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirSecretDefineFlags.Validate);
            return new SecretDefineXmlRet(Of((await services.Secrets.DefineAsync(arguments.Xml, call.Cancellation)).Definition));
        });
        table.Add(RemoteProgram.SecretUndefine, async (call, arguments) =>
        {
            await services.Secrets.UndefineAsync(Get(arguments.Secret.Uuid).Id.ToString(), call.Cancellation);
            return Nothing.Value;
        });
        table.Add(RemoteProgram.SecretSetValue, (call, arguments) => SetValueAsync(call, arguments));
        table.Add(RemoteProgram.SecretGetValue, (_, arguments) => Value(arguments));
    }

    /// <summary>What the wire says of a secret.</summary>
    public static RemoteSecret Of(Guid id, SecretUsage? usage) => new(id, UsageType(usage), usage?.Name ?? "");

    private static RemoteSecret Of(SecretDefinition secret) => Of(secret.Id, secret.Usage);

    // libvirt's numbers begin with that for none.
    private static int UsageType(SecretUsage? usage) => usage is null ? (int)VirSecretUsageType.None : (int)usage.Kind + 1;

    private static LibvirtRefusal Missing(string message) => new(LibvirtErrorNumber.NoSecret, LibvirtErrorDomain.Secret, message);

    private static bool Holds(uint flags, VirConnectListAllSecretsFlags yes, VirConnectListAllSecretsFlags no, bool holds)
    {
        var asked = flags & (uint)(yes | no);
        return asked == 0 || (asked & (uint)(holds ? yes : no)) != 0;
    }

    private SecretDefinition Get(Guid uuid)
    {
        try
        {
            return services.Secrets.Get(uuid.ToString()).Definition;
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Secret.NotFound)
        {
            throw Missing($"no secret with matching uuid '{uuid}'");
        }
    }

    private ConnectListAllSecretsRet All(ConnectListAllSecretsArgs arguments)
    {
        var wanted = services.Secrets.List().Select(view => view.Definition)
            .Where(secret => Holds(arguments.Flags, VirConnectListAllSecretsFlags.Ephemeral, VirConnectListAllSecretsFlags.NoEphemeral, secret.Ephemeral)
                && Holds(arguments.Flags, VirConnectListAllSecretsFlags.Private, VirConnectListAllSecretsFlags.NoPrivate, secret.Private))
            .Select(Of).ToList();
        return new ConnectListAllSecretsRet(arguments.NeedResults != 0 ? wanted : [], (uint)wanted.Count);
    }

    private SecretLookupByUsageRet ByUsage(SecretLookupByUsageArgs arguments)
    {
        var found = services.Secrets.List().Select(view => view.Definition)
            .FirstOrDefault(secret => UsageType(secret.Usage) == arguments.UsageType && secret.Usage?.Name == arguments.UsageId);
        return new SecretLookupByUsageRet(Of(found ?? throw Missing($"no secret with matching usage '{arguments.UsageId}'")));
    }

    private SecretGetXmlDescRet Xml(SecretGetXmlDescArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        return new SecretGetXmlDescRet(SecretDefinitionXml.Write(Get(arguments.Secret.Uuid)));
    }

    private async ValueTask<Nothing> SetValueAsync(Call call, SecretSetValueArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        var value = arguments.Value.ToArray();
        try
        {
            await services.Secrets.SetValueAsync(Get(arguments.Secret.Uuid).Id.ToString(), value, call.Cancellation);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(value);
        }
        return Nothing.Value;
    }

    private SecretGetValueRet Value(SecretGetValueArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        return new SecretGetValueRet(services.Secrets.GetValue(Get(arguments.Secret.Uuid).Id.ToString()));
    }
}
