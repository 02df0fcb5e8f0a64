using Pando.Libvirt;

namespace Pando.LibvirtServer.Errors;

/// <summary>The words that libvirt puts around an error's own: by them people and scripts know a kind of mistake.</summary>
internal static class ErrorWords
{
    private const string Own = "{0}";

    private static readonly Dictionary<LibvirtErrorNumber, string> Sentences = new()
    {
        [LibvirtErrorNumber.InternalError] = "internal error: {0}",
        [LibvirtErrorNumber.NoSupport] = "this function is not supported by the connection driver: {0}",
        [LibvirtErrorNumber.InvalidArg] = "invalid argument: {0}",
        [LibvirtErrorNumber.OperationFailed] = "operation failed: {0}",
        [LibvirtErrorNumber.XmlError] = "XML error: {0}",
        [LibvirtErrorNumber.OperationDenied] = "operation forbidden: {0}",
        [LibvirtErrorNumber.NoDomain] = "Domain not found: {0}",
        [LibvirtErrorNumber.NoNetwork] = "Network not found: {0}",
        [LibvirtErrorNumber.NoHostname] = "no hostname found: {0}",
        [LibvirtErrorNumber.NoStoragePool] = "Storage pool not found: {0}",
        [LibvirtErrorNumber.NoStorageVol] = "Storage volume not found: {0}",
        [LibvirtErrorNumber.StorageVolExist] = "storage volume '{0}' exists already",
        [LibvirtErrorNumber.NoNodeDevice] = "Node device not found: {0}",
        [LibvirtErrorNumber.NoSecret] = "Secret not found: {0}",
        [LibvirtErrorNumber.NoNwfilter] = "Network filter not found: {0}",
        [LibvirtErrorNumber.NoNwfilterBinding] = "Network filter binding not found: {0}",
        [LibvirtErrorNumber.NoNetworkPort] = "network port not found: {0}",
        [LibvirtErrorNumber.NoInterface] = "Interface not found: {0}",
        [LibvirtErrorNumber.MultipleInterfaces] = "multiple matching interfaces found: {0}",
        [LibvirtErrorNumber.NoDomainSnapshot] = "Domain snapshot not found: {0}",
        [LibvirtErrorNumber.NoDomainMetadata] = "metadata not found: {0}",
        [LibvirtErrorNumber.OperationInvalid] = "Requested operation is not valid: {0}",
        [LibvirtErrorNumber.ConfigUnsupported] = "unsupported configuration: {0}",
        [LibvirtErrorNumber.OperationTimeout] = "Timed out during operation: {0}",
        [LibvirtErrorNumber.ArgumentUnsupported] = "argument unsupported: {0}",
        [LibvirtErrorNumber.OperationUnsupported] = "Operation not supported: {0}",
        [LibvirtErrorNumber.AgentUnresponsive] = "Guest agent is not responding: {0}",
        [LibvirtErrorNumber.ResourceBusy] = "resource busy: {0}",
        [LibvirtErrorNumber.AccessDenied] = "access denied: {0}",
        [LibvirtErrorNumber.OperationAborted] = "operation aborted: {0}",
        [LibvirtErrorNumber.CpuIncompatible] = "the CPU is incompatible with host CPU: {0}",
        [LibvirtErrorNumber.DeviceMissing] = "device not found: {0}",
    };

    /// <summary>The whole sentence of an error.</summary>
    public static string Sentence(LibvirtErrorNumber number, string words) =>
        Sentences.GetValueOrDefault(number, Own).Replace(Own, words, StringComparison.Ordinal);
}
