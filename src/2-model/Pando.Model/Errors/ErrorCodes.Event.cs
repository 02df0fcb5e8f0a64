namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>Events and those who listen to them.</summary>
    public static class Event
    {
        /// <summary>The subscriber was too slow, or asks for events that are no longer kept. Facts: after, oldest.</summary>
        public static readonly ErrorCode Lagged = new("event.lagged", ErrorKind.Refused);
    }
}
