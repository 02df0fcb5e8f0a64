namespace Pando.Model.Domains.Devices;

/// <summary>Where a sound card's output goes: nowhere, the only kind yet. libvirt writes one for every display.</summary>
/// <param name="Id">Its number, from 1.</param>
public sealed record AudioBackend(int Id);
