namespace Pando.Model.Domains.Devices;

/// <summary>A USB hub with eight ports.</summary>
public sealed record HubDevice : Device
{
    /// <summary>How many ports it has.</summary>
    public const int Ports = 8;
}
