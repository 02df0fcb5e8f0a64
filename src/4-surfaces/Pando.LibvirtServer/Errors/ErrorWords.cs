using Pando.Libvirt;

namespace Pando.LibvirtServer.Errors;

/// <summary>The words that libvirt puts before an error's own: by them people and scripts know a kind of mistake.</summary>
internal static class ErrorWords
{
    private static readonly Dictionary<LibvirtErrorNumber, string> Before = new()
    {
        [LibvirtErrorNumber.InternalError] = "internal error",
        [LibvirtErrorNumber.NoSupport] = "this function is not supported by the connection driver",
        [LibvirtErrorNumber.InvalidArg] = "invalid argument",
        [LibvirtErrorNumber.OperationFailed] = "operation failed",
        [LibvirtErrorNumber.XmlError] = "XML error",
        [LibvirtErrorNumber.OperationDenied] = "operation forbidden",
        [LibvirtErrorNumber.NoDomain] = "Domain not found",
        [LibvirtErrorNumber.NoNetwork] = "Network not found",
        [LibvirtErrorNumber.NoStoragePool] = "Storage pool not found",
        [LibvirtErrorNumber.NoStorageVol] = "Storage volume not found",
        [LibvirtErrorNumber.NoNodeDevice] = "Node device not found",
        [LibvirtErrorNumber.NoSecret] = "Secret not found",
        [LibvirtErrorNumber.NoNwfilter] = "Network filter not found",
        [LibvirtErrorNumber.NoNwfilterBinding] = "Network filter binding not found",
        [LibvirtErrorNumber.NoNetworkPort] = "network port not found",
        [LibvirtErrorNumber.NoInterface] = "Interface not found",
        [LibvirtErrorNumber.MultipleInterfaces] = "multiple matching interfaces found",
        [LibvirtErrorNumber.NoDomainSnapshot] = "Domain snapshot not found",
        [LibvirtErrorNumber.NoDomainMetadata] = "metadata not found",
        [LibvirtErrorNumber.OperationInvalid] = "Requested operation is not valid",
        [LibvirtErrorNumber.ConfigUnsupported] = "unsupported configuration",
        [LibvirtErrorNumber.OperationTimeout] = "Timed out during operation",
        [LibvirtErrorNumber.ArgumentUnsupported] = "argument unsupported",
        [LibvirtErrorNumber.OperationUnsupported] = "Operation not supported",
        [LibvirtErrorNumber.AgentUnresponsive] = "Guest agent is not responding",
        [LibvirtErrorNumber.ResourceBusy] = "resource busy",
        [LibvirtErrorNumber.AccessDenied] = "access denied",
        [LibvirtErrorNumber.OperationAborted] = "operation aborted",
        [LibvirtErrorNumber.CpuIncompatible] = "the CPU is incompatible with host CPU",
        [LibvirtErrorNumber.DeviceMissing] = "device not found",
    };

    /// <summary>The whole sentence of an error.</summary>
    public static string Sentence(LibvirtErrorNumber number, string words) => number == LibvirtErrorNumber.StorageVolExist
        // The one whose own words stand in the middle.
        ? $"storage volume '{words}' exists already"
        : Before.TryGetValue(number, out var before) ? $"{before}: {words}" : words;
}
