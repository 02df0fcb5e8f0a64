using Pando.Model.Domains.Devices;
using Pando.Model.Secrets;

namespace Pando.Model.Ports;

/// <summary>The values of the host's secrets, for what machines are started with.</summary>
public interface ISecretValues
{
    /// <summary>The value; whoever asked clears it when it was used.</summary>
    /// <param name="reference">Which secret: by its uuid, or by its use.</param>
    /// <param name="use">For what it is wanted, where it is named by its use.</param>
    /// <exception cref="Errors.CallerException"><c>secret.not-found</c>, <c>secret.no-value</c>.</exception>
    byte[] ValueOf(SecretReference reference, SecretUsageKind use);
}
