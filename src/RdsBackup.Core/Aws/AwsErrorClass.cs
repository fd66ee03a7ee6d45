namespace RdsBackup.Aws;

/// <summary>What to do about an error of the API.</summary>
internal enum AwsErrorClass
{
    /// <summary>Nothing: the same call fails the same way.</summary>
    Permanent,

    /// <summary>Try again soon.</summary>
    Transient,

    /// <summary>Wait with patience and try again.</summary>
    Throttled,

    /// <summary>Come back when something else has ended or changed its state, which can take hours.</summary>
    Busy,
}
