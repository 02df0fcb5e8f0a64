using Pando.Model.Host.NodeDevices;

namespace Pando.Model.Ports;

/// <summary>The devices of the host.</summary>
public interface INodeDevices
{
    /// <summary>All of them as the kernel shows them at this moment, by name.</summary>
    IReadOnlyList<NodeDevice> List();
}
